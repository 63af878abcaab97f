import Tensors

/// The columns of a feature file, each read as what it has to be.
struct FeatureColumns {
    let source: any ArrayFile
    let found: Set<String>

    func has(_ names: [String]) -> Bool { found.isSuperset(of: names) }

    /// The arrays of a layout; if the file has some of them, also which it lacks.
    func expectation(_ names: [String]) -> String {
        let missing = names.filter { !found.contains($0) }
        let list = names.joined(separator: " + ")
        return missing.count < names.count ? "\(list) (missing: \(missing.joined(separator: ", ")))" : list
    }

    func failure(_ array: String, _ problem: String) -> TensorFileError { .badFeatures(file: source.path, array: array, problem: problem) }

    /// Features, [N, width].
    func matrix(_ name: String) throws(TensorFileError) -> Matrix {
        guard let tensor = try source.read(name).asFloats else { throw failure(name, "holds texts, expected numbers") }
        guard tensor.shape.count == 2, let matrix = Matrix(tensor) else {
            throw .wrongShape(file: source.path, array: name, expected: "[rows, width]: one pooled vector a row", found: tensor.shape)
        }
        return matrix
    }

    /// One whole number a row, (N,) or (N, 1); floats count if they are whole.
    func integers(_ name: String) throws(TensorFileError) -> [Int] {
        let array = try source.read(name)
        try expectColumn(name, array)
        switch array {
        case .integers(let tensor): return tensor.values.map { Int($0) }
        case .texts: throw failure(name, "holds texts, expected whole numbers")
        case .floats(let tensor):
            var values: [Int] = []
            for (row, value) in tensor.values.enumerated() {
                guard let integer = Int(exactly: value) else { throw failure(name, "row \(row) is \(value), expected a whole number") }
                values.append(integer)
            }
            return values
        }
    }

    /// One text a row, from an array or from the metadata; nil where the file has neither.
    func texts(_ name: String) throws(TensorFileError) -> [String]? {
        if found.contains(name) {
            let array = try source.read(name)
            try expectColumn(name, array)
            guard case .texts(_, let values) = array else { throw failure(name, "holds numbers, expected texts") }
            return values
        }
        guard let json = source.metadata[name] else { return nil }
        guard let texts = TextList.texts(json) else { throw failure(name, "the metadata is no JSON list of texts") }
        return texts
    }

    /// 1 for training and 0 for test, as numbers, booleans or texts; 2 for validation, which is our own addition.
    func trainMarkers(_ name: String) throws(TensorFileError) -> [FeatureArrays.Part] {
        let array = try source.read(name)
        try expectColumn(name, array)
        let spellings: [String] =
            switch array {
            case .texts(_, let values): values
            case .integers(let tensor): tensor.values.map(String.init)
            case .floats(let tensor): tensor.values.map { $0 == 1 ? "1" : $0 == 0 ? "0" : String($0) }
            }
        var parts: [FeatureArrays.Part] = []
        for (row, spelling) in spellings.enumerated() {
            switch spelling {
            case "1": parts.append(.train)
            case "0": parts.append(.test)
            case "2": parts.append(.validation)
            default: throw failure(name, "row \(row) is '\(spelling)'; expected 1 (train), 0 (test) or 2 (validation)")
            }
        }
        return parts
    }

    /// The two feature matrices and the labels of one part, row for row.
    func part(audio: String, visual: String, labels: String) throws(TensorFileError) -> (audio: Matrix, visual: Matrix, labels: [Int]) {
        let part = (audio: try matrix(audio), visual: try matrix(visual), labels: try integers(labels))
        for (name, rows) in [(audio, part.audio.rows), (visual, part.visual.rows)] where rows != part.labels.count {
            throw failure(name, "has \(rows) rows, '\(labels)' has \(part.labels.count)")
        }
        return part
    }

    private func expectColumn(_ name: String, _ array: StoredArray) throws(TensorFileError) {
        let shape = array.shape
        guard shape.count == 1 || (shape.count == 2 && shape[1] == 1) else {
            throw .wrongShape(file: source.path, array: name, expected: "(N,) or (N, 1)", found: shape)
        }
    }
}
