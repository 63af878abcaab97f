import Testing

@Suite struct ImportTests {
    let files: [SourceFile]

    init() throws { files = try SourceFile.all() }

    @Test func theTableNamesTheRoomsThereAre() throws {
        #expect(Set(House.floor.keys) == Set(try House.rooms()))
        #expect(try Set(House.cModules()).isSubset(of: House.keeper.keys))
        #expect(Set(House.keeper.values).isSubset(of: House.floor.keys))
    }

    @Test func roomsImportLowerFloorsOnly() throws {
        for file in files {
            let floor = try #require(House.floor[file.room], "\(file.path): no floor for this room")
            for module in file.imports.map(\.module) {
                if let other = House.floor[module] {
                    #expect(other < floor, "\(file.path): \(file.room) on floor \(floor) imports \(module) on floor \(other)")
                } else if House.keeper[module] == nil {
                    #expect(House.toolchain.contains(module), "\(file.path): \(module) is neither a room nor a known library")
                }
            }
        }
    }

    @Test(arguments: House.keeper.sorted { $0.key < $1.key }) func oneRoomHoldsEachLibrary(library: String, room: String) {
        let holders = Set(files.filter { $0.imports.contains { $0.module == library } }.map(\.room))
        #expect(holders == [room])
    }

    @Test func noCModuleIsPartOfAnInterface() throws {
        let modules = try House.cModules()
        for file in files {
            for found in file.imports where modules.contains(found.module) {
                #expect(["", "internal"].contains(found.access), "\(file.path): \(found.access) import of \(found.module)")
            }
        }
    }

    @Test func nothingIsPassedOn() {
        for file in files {
            for (number, line) in file.code { #expect(!line.contains("@_exported"), "\(file.path):\(number)") }
        }
    }

    /// Without this, an import the pattern does not know would pass unseen.
    @Test func everyImportIsUnderstood() {
        for file in files {
            let written = file.code.count { $0.text.contains("import") && $0.text.contains(/(^|\s)import\s+\w/) && !$0.text.contains("\"") }
            #expect(file.imports.count == written, "\(file.path)")
        }
    }

    @Test(arguments: [
        ("import Media", "", "Media"), ("public import Media", "public", "Media"), ("@preconcurrency import Media", "", "Media"),
        ("@_exported public import CHDF5", "public", "CHDF5"), ("import struct Foundation.Data", "", "Foundation"),
        ("@_spi(Testing) internal import Media  // why", "internal", "Media"), ("    import Media", "", "Media"),
    ])
    func importsAreRead(line: Substring, access: String, module: String) {
        let found = SourceFile(room: "", path: "", lines: [line]).imports
        #expect(found.map(\.access) == [access])
        #expect(found.map(\.module) == [module])
    }

    @Test(arguments: ["// import Media", "let important = 1", "importance()", "\"import Media\""]) func otherLinesAreNoImports(line: Substring) {
        #expect(SourceFile(room: "", path: "", lines: [line]).imports.isEmpty)
    }
}
