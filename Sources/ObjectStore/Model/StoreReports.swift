/// What the store did since it was opened.
package struct StoreCounters: Hashable, Sendable {
    package var blobsRead = 0
    package var bytesRead = 0
    /// Blobs asked for that are not stored.
    package var blobsMissing = 0
    /// Blobs whose octets do not have their digest any more.
    package var blobsDamaged = 0
    package var blobsWritten = 0
    package var bytesWritten = 0
    /// Objects that were stored already under the same digest.
    package var blobsShared = 0
    package var commits = 0
}

/// What a garbage collection did.
package struct GarbageReport: Hashable, Sendable {
    package var liveBlobs = 0
    /// Unreferenced, within their grace.
    package var dyingBlobs = 0
    package var blobsForgotten = 0
    package var segmentsRewritten = 0
    package var segmentsRemoved = 0
    package var bytesFreed = 0
    package var verdictsForgotten = 0
    package var repositoriesForgotten = 0
    package var publicationPointsForgotten = 0
}

/// Something that opening the store found damaged or unfinished, and what was done about it.
package struct StoreRepair: Hashable, Sendable, CustomStringConvertible {
    package let description: String
}
