import Clips
import Foundation
import Media
import Tensors
import Testing

@Suite struct Scratch {
    @Test(arguments: ["mp4", "matroska", "mpegts", "avi"], 0..<6)
    func a(container: String, k: Int) throws {
        let first = try Synthetic.clip(Synthetic.format(container), frames: 30)
        let b = try Synthetic.clip(Synthetic.format(container), frames: 30)
        if b != first {
            let d = zip(b, first).enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset)
            print("DIFF", container, b.count, first.count, "first diff", d.first ?? -1, "n", d.count)
            let u = UUID().uuidString
            try Data(b).write(to: URL(filePath: "/tmp/det/\(u).b.\(container)"))
            try Data(first).write(to: URL(filePath: "/tmp/det/\(u).a.\(container)"))
        }
    }
}
