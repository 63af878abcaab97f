import Archives
import ArrayFiles
import Foundation
import Kernels
import Media
import Store

/// What `doctor` looks at: versions, the CPU, and results that can be checked.
public enum Examination {
    public static func run(version: String) -> [Finding] {
        [Finding("aadml", .fine, version)] + libraries + codecs + processor + [
            check("matrix product", KnownResults.matrixProduct), check("SVD", KnownResults.singularValues),
            check("eigenvalues", KnownResults.eigenvalues), check("convolution", KnownResults.convolution),
        ]
    }

    private static var libraries: [Finding] {
        MediaLibraries.versions().map { Finding($0.library, .fine, $0.version) } + [
            Finding("libarchive", .fine, ArchiveLibrary.versionDescription),
            Finding("oneDNN", .fine, OneDNN.version),
            Finding("OpenBLAS", .fine, BLASThreads.description),
            Finding("HDF5", .fine, HDF5Library.version),
            sqlite,
        ]
    }

    private static var sqlite: Finding {
        do {
            return Finding("SQLite", .fine, try SQLiteLibrary.version())
        } catch {
            return Finding("SQLite", .broken, "\(error)", remedy: "apt-get install libsqlite3-0")
        }
    }

    /// What clips need to be read, and demo clips to be written.
    private static var codecs: [Finding] {
        let missing = ["h264", "aac", "mpeg4", "vp9", "hevc", "opus", "mp3", "pcm_s16le"].filter { !MediaLibraries.hasDecoder($0) }
        let remedy = "apt-get install --reinstall libavcodec59"
        return [
            missing.isEmpty
                ? Finding("decoders", .fine, "H.264, HEVC, VP9, MPEG-4, AAC, Opus, MP3, PCM")
                : Finding("decoders", .broken, "FFmpeg lacks \(missing.joined(separator: ", "))", remedy: remedy),
            MediaLibraries.hasEncoder("libx264")
                ? Finding("H.264 encoder", .fine, "libx264")
                : Finding("H.264 encoder", .notice, "none: demo clips are written as MPEG-4", remedy: remedy),
            MediaLibraries.hasEncoder("mjpeg")
                ? Finding("JPEG encoder", .fine, "mjpeg")
                : Finding("JPEG encoder", .notice, "none: reports have no pictures", remedy: remedy),
        ] + ["zstd", "liblzma"].filter { !ArchiveLibrary.versionDescription.contains($0) }.map {
            Finding("libarchive", .broken, "built without \($0)", remedy: "apt-get install --reinstall libarchive13")
        }
    }

    private static var processor: [Finding] {
        let flags = ProcessorFlags.names
        let interesting = ["avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "amx_bf16"].filter(flags.contains)
        return [
            Finding("CPU", .fine, ProcessorFlags.model),
            flags.contains("avx2")
                ? Finding("instruction sets", .fine, interesting.joined(separator: ", "))
                : Finding("instruction sets", .notice, "no AVX2: extraction will be slow", remedy: "use a machine with AVX2 or AVX-512"),
            Finding("oneDNN will use", .fine, plannedKernels),
        ]
    }

    private static var plannedKernels: String {
        let vectors = OneDNN.hasAVX512 ? "AVX-512" : "the CPU's vector instructions below AVX-512"
        let winograd = OneDNN.hasWinograd ? "Winograd where the layer table says so" : "direct convolutions only"
        return "\(vectors); float32 \(winograd); bfloat16 " + (OneDNN.hasBFloat16 ? "in hardware" : "not in hardware (use float32)")
    }

    private static func check(_ subject: String, _ compute: () throws -> Double) -> Finding {
        do {
            let error = try compute()
            guard error < KnownResults.tolerance else {
                return Finding(
                    subject, .broken, "wrong: relative error \(error)",
                    remedy: "this library build computes wrongly on this CPU; for OpenBLAS try OPENBLAS_CORETYPE=Haswell, for oneDNN DNNL_MAX_CPU_ISA=AVX2, or a newer package")
            }
            return Finding(subject, .fine, String(format: "right (relative error %.0e)", error))
        } catch {
            return Finding(subject, .broken, "\(error)", remedy: "apt-get install --reinstall libopenblas0-pthread libdnnl2")
        }
    }
}
