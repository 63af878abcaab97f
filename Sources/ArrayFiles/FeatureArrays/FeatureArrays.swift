public import Tensors

/// Features that can be trained on: one row a sample in both modalities, its class, and the part of the split it is in.
///
/// Three layouts are recognised by the names of their arrays:
/// - `table`, what `assemble` writes: audio, visual, labels, splits (0 train, 1 validation, 2 test), and the texts ids and
///   class_names, as arrays or as JSON lists in the metadata;
/// - `parts`: audio_train, visual_train, lab_train, audio_test, visual_test, lab_test;
/// - `markers`: audio_feat, visual_feat, Label_ID, and Train_test or Split (1 train, 0 test, as numbers or texts).
///
/// **Shapes**: features [N, width], labels and splits (N,) or (N, 1).
public struct FeatureArrays: Hashable, Sendable {
    /// Where a row belongs; the numbers are those of the table layout.
    public enum Part: Int64, Hashable, Sendable, CaseIterable {
        case train = 0, validation = 1, test = 2
    }

    public let audio: Matrix
    public let visual: Matrix
    /// Class ids from 0, one a row.
    public let labels: [Int]
    public let splits: [Part]
    /// By class id; nil where the file names none.
    public let classNames: [String]?
    /// One a row; nil where the file has none.
    public let ids: [String]?

    /// - Throws: ``TensorFileError/badFeatures(file:array:problem:)`` for what cannot be trained on: see ``read(_:)``.
    ///   `file` is for its message.
    public init(
        audio: Matrix, visual: Matrix, labels: [Int], splits: [Part], classNames: [String]? = nil, ids: [String]? = nil, file: String
    ) throws(TensorFileError) {
        self.audio = audio
        self.visual = visual
        self.labels = labels
        self.splits = splits
        self.classNames = classNames
        self.ids = ids
        try check(file: file)
    }

    /// Reads an HDF5, npz or safetensors file, told apart by its first bytes.
    ///
    /// - Throws: ``TensorFileError``: unknown layout (with the names found and expected), a wrong shape, or bad features:
    ///   rows that do not match, values that are not finite, labels that are no class ids, an empty training or test part.
    public static func read(_ path: String) throws(TensorFileError) -> FeatureArrays {
        try FeatureLayout.read(try openArrays(path))
    }

    /// The table layout, as `assemble` stores it.
    public var dictionary: TensorDictionary {
        var dictionary = TensorDictionary(
            tensors: [FeatureLayout.audio: Tensor(audio), FeatureLayout.visual: Tensor(visual)],
            integers: [
                FeatureLayout.labels: IntegerTensor(shape: [labels.count], values: labels.map(Int64.init)),
                FeatureLayout.splits: IntegerTensor(shape: [splits.count], values: splits.map(\.rawValue)),
            ])
        dictionary.metadata[FeatureLayout.ids] = ids.map(TextList.json)
        dictionary.metadata[FeatureLayout.classNames] = classNames.map(TextList.json)
        return dictionary
    }
}
