import CHDF5

/// Which part of a dataset is read: everything, or some rows.
final class HDF5Selection {
    /// The library's ids of the dataspaces in memory and in the file.
    let memory: hid_t
    let file: hid_t
    private let ownsSpaces: Bool

    init(rows: Range<Int>?, shape: [Int], of dataset: hid_t, _ name: String, file path: String) throws(TensorFileError) {
        guard let rows else {
            (memory, file, ownsSpaces) = (CHDF5_whole, CHDF5_whole, false)
            return
        }
        precondition(!shape.isEmpty && rows.lowerBound >= 0 && rows.upperBound <= shape[0], "rows \(rows) of shape \(shape)")
        var start = [hsize_t(rows.lowerBound)] + shape.dropFirst().map { _ in 0 }
        var lengths = [hsize_t(rows.count)] + shape.dropFirst().map { hsize_t($0) }
        let file = try HDF5Library.check(H5Dget_space(dataset), "H5Dget_space", name, file: path)
        let status = H5Sselect_hyperslab(file, H5S_SELECT_SET, &start, nil, &lengths, nil)
        let memory = H5Screate_simple(Int32(lengths.count), &lengths, nil)
        (self.memory, self.file, ownsSpaces) = (memory, file, true)
        try HDF5Library.check(status, "H5Sselect_hyperslab", name, file: path)
        try HDF5Library.check(memory, "H5Screate_simple", name, file: path)
    }

    deinit {
        guard ownsSpaces else { return }
        H5Sclose(file)
        if memory >= 0 { H5Sclose(memory) }
    }
}
