import RPKICrypto

/// Appends objects to the newest segment. Used by one thread at a time.
///
/// Appended octets wait in a buffer, then in the file, and count only once ``filesToSynchronize()`` were synchronized
/// and the index refers to them. What a failed write leaves behind lies beyond the written end, and the next write
/// goes over it.
struct SegmentWriter {
    private struct Segment {
        let number: UInt32
        let file: OpenFile
        /// Octets that the file holds for certain.
        var written: Int
        var buffer: [UInt8] = []

        var end: Int { written + buffer.count }
    }

    /// A file to synchronize, and how much it held when that was asked.
    struct Unsynchronized {
        let number: UInt32
        let file: OpenFile
        let written: Int
    }

    private static let bufferLimit = 1 << 20

    private let directory: StateDirectory
    private let sizeLimit: Int
    private var current: Segment?
    private var nextNumber: UInt32
    /// Segments that may hold octets that are not on disk yet.
    private var unsynchronized: [UInt32: Unsynchronized] = [:]
    /// Segments whose synchronization failed once: the system may have dropped the octets, so nothing new in them
    /// may ever be referred to.
    private(set) var failed: Set<UInt32> = []

    /// Goes on in segment `last`, which holds `end` octets, or starts with a new one.
    init(
        _ directory: StateDirectory,
        last: UInt32?,
        end: Int,
        sizeLimit: Int
    ) throws(StoreError) {
        self.directory = directory
        self.sizeLimit = sizeLimit
        nextNumber = (last ?? 0) + 1
        if let last, end < sizeLimit {
            current = Segment(
                number: last,
                file: try FileSystem.open(directory.segment(last), writing: true),
                written: end
            )
        }
    }

    /// The segment that grows, if any.
    var currentNumber: UInt32? { current?.number }

    mutating func append(_ bytes: [UInt8], hash: SHA256Digest) throws(StoreError) -> BlobLocation {
        guard let length = UInt32(exactly: bytes.count), bytes.count < Int(Int32.max) else {
            throw .failed(path: directory.segments, reason: "an object of \(bytes.count) octets is too large")
        }
        let size = SegmentFormat.headerSize + bytes.count
        if let end = current?.end, end > 0, end + size > sizeLimit { try seal() }
        if current == nil { try start() }
        if let waiting = current?.buffer.count, waiting > 0, waiting + size > Self.bufferLimit { try flush() }
        guard var segment = current, let offset = UInt32(exactly: segment.end + SegmentFormat.headerSize) else {
            throw .failed(path: directory.segments, reason: "no segment to write to")
        }
        current = nil  // The buffer has one owner, or appending copied it.
        segment.buffer.append(contentsOf: SegmentFormat.header(hash, length: length))
        segment.buffer.append(contentsOf: bytes)
        current = segment
        return BlobLocation(segment: segment.number, offset: offset, length: length)
    }

    /// Hands the buffer to the system. On failure the buffer stays, and can be tried again.
    mutating func flush() throws(StoreError) {
        guard let segment = current, !segment.buffer.isEmpty else { return }
        try segment.file.write(segment.buffer, at: segment.written)
        unsynchronized[segment.number] = Unsynchronized(
            number: segment.number,
            file: segment.file,
            written: segment.end
        )
        current?.written = segment.end
        current?.buffer.removeAll(keepingCapacity: true)
    }

    /// Makes the next object start a new segment.
    mutating func seal() throws(StoreError) {
        try flush()
        current = nil
    }

    /// The files that must be synchronized before anything appended so far may be referred to. The caller does that
    /// without holding up other writers, and reports each to ``noteSynchronized(_:)`` or ``noteFailure(_:)``.
    mutating func filesToSynchronize() throws(StoreError) -> [Unsynchronized] {
        try flush()
        return Array(unsynchronized.values)
    }

    mutating func noteSynchronized(_ done: Unsynchronized) {
        // More may have been written meanwhile.
        if unsynchronized[done.number]?.written == done.written { unsynchronized[done.number] = nil }
    }

    mutating func noteFailure(_ number: UInt32) {
        failed.insert(number)
        unsynchronized[number] = nil
        if current?.number == number { current = nil }
    }

    private mutating func start() throws(StoreError) {
        let (following, overflow) = nextNumber.addingReportingOverflow(1)
        guard !overflow else { throw .failed(path: directory.segments, reason: "segment numbers are used up") }
        let file = try FileSystem.open(directory.segment(nextNumber), writing: true)
        try file.truncate(to: 0)
        try FileSystem.synchronizeDirectory(directory.segments)
        current = Segment(number: nextNumber, file: file, written: 0)
        nextNumber = following
    }
}
