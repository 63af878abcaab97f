import Foundation

extension Section {
    /// A file or folder, made absolute from the current directory; it is recorded so.
    package func path(_ key: String) throws(SettingsError) -> String {
        let path = absolute(try text(key))
        record(key, as: .text(path))
        return path
    }

    /// A path as seen from the current directory, with `~` as the home folder.
    package func absolute(_ path: String) -> String {
        URL(fileURLWithPath: NSString(string: path).expandingTildeInPath).standardizedFileURL.path
    }
}
