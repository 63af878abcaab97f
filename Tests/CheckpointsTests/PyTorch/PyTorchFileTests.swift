import ArrayFiles
import Checkpoints
import Tensors
import Testing

@Suite struct PyTorchFileTests {
    @Test(arguments: ["zip", "legacy"]) func everyTypeAndViewIsWhatPyTorchSaved(format: String) throws {
        try GoldenArrays("torch").expectEqual(PyTorchFile.read(golden("weights_\(format).pth")))
    }

    @Test func nestedDictionariesGiveNamesWithDots() throws {
        let found = try PyTorchFile.read(golden("weights_nested.pth"))
        #expect(found.names == ["state_dict.7", "state_dict.a"])
        #expect(found.tensors["state_dict.a"]?.shape == [2, 3, 4])
    }

    @Test func checksumsMayBeLeftOut() throws {
        #expect(try PyTorchFile.read(golden("weights_nocrc.pth")).tensors["a"]?.values.count == 24)
    }

    /// Nothing is made of what is no data, and nothing is called.
    @Test(arguments: ["weights_code.pth", "weights_code_legacy.pth"]) func codeBesideTensorsIsLeftAlone(file: String) throws {
        #expect(try PyTorchFile.read(golden(file)).names == ["a"])
    }

    /// A training checkpoint with a namespace, NumPy's numbers, a set, a device, a type, a shape and dictionaries with defaults.
    @Test func objectsThatNoTensorDependsOnAreLeftOut() throws {
        let found = try PyTorchFile.read(golden("weights_checkpoint.pth"))
        #expect(found.names == ["ema.a", "model.a"])
        #expect(found.tensors["ema.a"] == found.tensors["model.a"] && found.tensors["ema.a"]?.shape == [2, 3, 4])
    }

    @Test(arguments: [("weights_module.pth", "torch.nn.modules.linear.Linear"), ("weights_sparse.pth", "torch._utils._rebuild_sparse_tensor")])
    func anObjectThatTensorsDependOnIsRefusedByName(file: String, name: String) throws {
        let error = try #require(throws: TensorFileError.self) { try PyTorchFile.read(golden(file)) }
        #expect("\(error)".contains("'\(name)'") && "\(error)".contains("nothing in a file is run"), "\(error)")
    }

    @Test func aViewThatRepeatsElementsIsRefused() throws {
        let error = try #require(throws: TensorFileError.self) { try PyTorchFile.read(golden("weights_expanded.pth")) }
        #expect("\(error)".contains("'a' is a view that repeats the 1 elements"), "\(error)")
    }
}
