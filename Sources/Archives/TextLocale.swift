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
        guard let locale = Self.candidates.lazy.compactMap({ newlocale(LC_CTYPE_MASK, $0, nil) }).first else {
            throw .noUTF8Locale
        }
        self.locale = locale
    }

    deinit { freelocale(locale) }

    func inForce<Result>(_ body: () -> Result) -> Result {
        let previous = uselocale(locale)
        defer { _ = uselocale(previous) }
        return body()
    }
}
