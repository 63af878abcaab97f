import Foundation

/// Makes a folder and those on the way to it; one that is there already is left as it is.
///
/// Foundation's call does not say what the system said where that is a quota or a failing disk.
///
/// - Throws: ``FileError/cannotWrite(path:reason:)``.
public func makeFolders(_ path: String) throws(FileError) {
    if mkdir(path, 0o777) == 0 { return }
    if errno == ENOENT, parentFolder(of: path) != path {
        try makeFolders(parentFolder(of: path))
        if mkdir(path, 0o777) == 0 { return }
    }
    let code = errno
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    throw .cannotWrite(path: path, reason: String(cString: strerror(code)))
}

/// What the operating system said of a file operation of Foundation's.
public func systemWords(_ error: any Error) -> String {
    let error = error as NSError
    guard let below = error.userInfo[NSUnderlyingErrorKey] as? NSError, below.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
    return String(cString: strerror(Int32(below.code)))
}
