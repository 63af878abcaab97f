import Clips

/// Which file each modality of a sample is decoded from.
enum MediaPairing {
    /// What becomes of a sound file beside a video that has sound of its own.
    enum SpareSound { case ignored, clashes }

    /// Pairs the media files of one sample: one file, or a video and the sound beside it, told apart by their extensions.
    ///
    /// A file serves the modalities it has streams of; the sound file serves where the video has no sound. A file that could
    /// not be opened, or has no stream at all, serves all it should have, so that decoding it records the failure.
    ///
    /// - Throws: ``DatasetError/idClash(id:first:second:)`` for files that do not go together.
    static func pair(_ files: [Member], id: String, spareSound: SpareSound) throws(DatasetError) -> [Modality: MemberReference] {
        let files = files.sorted { $0.reference < $1.reference }
        let videos = files.filter(\.isVideoFile)
        let sounds = files.filter { !$0.isVideoFile }
        for rivals in [videos, sounds] where rivals.count > 1 {
            throw .idClash(id: id, first: rivals[0].reference.place, second: rivals[1].reference.place)
        }
        guard let video = videos.first else { return sounds.first.map(alone) ?? [:] }
        guard let sound = sounds.first else { return alone(video) }
        if video.streams.contains(.audio) {
            if spareSound == .clashes { throw .idClash(id: id, first: video.reference.place, second: sound.reference.place) }
            return alone(video)
        }
        return alone(sound).merging(alone(video)) { sound, _ in sound }
    }

    static func alone(_ file: Member) -> [Modality: MemberReference] {
        Dictionary(uniqueKeysWithValues: Modality.allCases.filter(file.shouldCarry).map { ($0, file.reference) })
    }
}

extension Member {
    fileprivate var isVideoFile: Bool { EntryPath(reference.name).isVideo }

    fileprivate func shouldCarry(_ modality: Modality) -> Bool {
        guard streams.isEmpty else { return streams.contains(modality) }
        return modality == .audio || isVideoFile
    }
}

extension MemberReference {
    /// For messages: the member and the source it stands in.
    var place: String { "\(name) (source \(source))" }
}
