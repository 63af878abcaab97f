/// The published datasets whose archives the demo data imitate.
public enum DemoLayout: String, CaseIterable, Codable, Sendable {
    /// `AVE_Dataset/{AVE/<VideoID>.mp4, Annotations.txt, trainSet.txt, valSet.txt, testSet.txt}`.
    case ave
    /// `VEGAS/<class>/{videos/*.mp4, audios/*.wav, img/*.jpg, video_info.csv}`.
    case vegas
}
