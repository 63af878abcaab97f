// Foundation's `NSString.deletingLastPathComponent` traps on a path of one character (swift-corelibs-foundation of Swift 6.3.1).

/// The folder a path names something in; `.` for a bare name.
public func parentFolder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// What comes after the last `/`.
public func lastComponent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
}
