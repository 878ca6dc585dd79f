/// Where an object's octets lie.
struct BlobLocation: Hashable, Sendable {
    let segment: UInt32
    /// Of the object's first octet, behind the record's header.
    let offset: UInt32
    let length: UInt32

    /// Octets that the record takes.
    var recordSize: Int { SegmentFormat.headerSize + Int(length) }
    /// Offset behind the record.
    var end: Int { Int(offset) + Int(length) }
}
