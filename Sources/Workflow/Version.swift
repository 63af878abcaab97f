/// This program's version, raised with each release.
public let aadmlVersion = "0.1.0"
