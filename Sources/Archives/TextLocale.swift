import Foundation

/// A UTF-8 locale, in force on the calling thread for the time of a closure.
///
/// libarchive converts the names of zip, 7z and pax entries to the locale's character set and loses what that lacks; a
/// process that runs under `LC_ALL=C`, as services and batch jobs do, would lose every name that is not ASCII. The
/// process's own locale is left alone.
struct TextLocale: ~Copyable {
    static let candidates = ["C.UTF-8", "en_US.UTF-8"]

    private let locale: locale_t   // owned; freed in deinit

    init() throws(ArchiveError) {
        var made: locale_t?
        for name in Self.candidates where made == nil { made = newlocale(LC_CTYPE_MASK, name, nil) }   // a lazy map would make two
        guard let made else { throw .noUTF8Locale }
        locale = made
    }

    deinit { freelocale(locale) }

    func inForce<Result>(_ body: () -> Result) -> Result {
        let previous = uselocale(locale)
        defer { _ = uselocale(previous) }
        return body()
    }
}
