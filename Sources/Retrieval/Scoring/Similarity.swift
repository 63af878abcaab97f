/// How alike a query and a gallery item are; larger is closer.
public enum Similarity: Sendable, Hashable {
    /// The cosine of the angle between the two rows; 0 where a row is zero.
    case cosine
    /// The plain inner product. Of two class posteriors it is the probability that both items share a class.
    case innerProduct
}

/// What row i of the queries has to do with row i of the gallery.
public enum Pairing: Sendable, Hashable {
    /// Two views of one item: instance recall is defined.
    case byRow
    /// Nothing.
    case none
}
