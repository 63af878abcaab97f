import CHDF5

/// Reads the attributes of an object; used with the library's lock held.
enum HDF5Attributes {
    /// Scalar texts by name; attributes of other kinds are passed over.
    static func texts(of object: hid_t, path: String) throws(TensorFileError) -> [String: String] {
        var names: [String] = []
        let status = withUnsafeMutablePointer(to: &names) { names in
            H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, nil, { _, name, _, names in
                if let name { names?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name)) }
                return 0
            }, names)
        }
        try HDF5Library.check(status, "H5Aiterate2", "/", file: path)
        var texts: [String: String] = [:]
        for name in names { texts[name] = try text(name, of: object, path) }
        return texts
    }

    private static func text(_ name: String, of object: hid_t, _ path: String) throws(TensorFileError) -> String? {
        let attribute = try HDF5Handle(H5Aopen(object, name, CHDF5_defaults), "H5Aopen", name, file: path, closedBy: H5Aclose)
        let type = try HDF5Handle(H5Aget_type(attribute.id), "H5Aget_type", name, file: path, closedBy: H5Tclose)
        let space = try HDF5Handle(H5Aget_space(attribute.id), "H5Aget_space", name, file: path, closedBy: H5Sclose)
        guard H5Tget_class(type.id) == H5T_STRING, H5Sget_simple_extent_type(space.id) == H5S_SCALAR else { return nil }
        guard H5Tis_variable_str(type.id) > 0 else { return try fixedText(attribute.id, type.id, name, path) }
        var pointer: UnsafeMutablePointer<CChar>?
        try HDF5Library.check(H5Aread(attribute.id, type.id, &pointer), "H5Aread", name, file: path)
        defer { H5free_memory(pointer) }
        return pointer.flatMap { String(validatingCString: $0) }
    }

    private static func fixedText(_ attribute: hid_t, _ type: hid_t, _ name: String, _ path: String) throws(TensorFileError) -> String? {
        let width = H5Tget_size(type)
        guard width <= 1 << 20 else { return nil }
        var bytes = [UInt8](repeating: 0, count: width)
        try HDF5Library.check(H5Aread(attribute, type, &bytes), "H5Aread", name, file: path)
        let spacePadded = H5Tget_strpad(type) == H5T_STR_SPACEPAD
        return bytes.withUnsafeBytes { UnpaddedText.utf8($0, spacePadded: spacePadded) }
    }
}
