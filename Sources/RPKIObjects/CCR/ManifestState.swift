package import DER

extension CanonicalCacheRepresentation {
    /// The manifests in use (section 4.4.1).
    package struct ManifestState: CacheState {
        /// Ascending by hash, which is unique.
        package let instances: [ManifestInstance]

        package static let tag: UInt8 = 1

        /// The most manifests that are read.
        static let maximumInstances = 1_000_000

        package init(_ instances: some Sequence<ManifestInstance>) {
            self.instances = instances.canonical { $0.hash < $1.hash }
        }

        /// The latest thisUpdate, 1970-01-01 when there is no manifest (section 4.4.1.2).
        package var mostRecentUpdate: PosixTime {
            instances.lazy.map(\.thisUpdate).max() ?? PosixTime(0)
        }

        package init(list: DERReader, fields: inout DERReader) throws(Rejection) {
            var room = Self.maximumInstances
            instances = try list.readAscending(by: \.hash, .ccrManifestOrder) { (list) throws(Rejection) in
                let start = list.offset
                room -= 1
                guard room >= 0 else {
                    throw Rejection(.ccrTooLarge, "more than \(Self.maximumInstances) manifests", at: start)
                }
                return try ManifestInstance(from: &list)
            }
            let start = fields.offset
            let stated = try RejectionReason.ccrMostRecentUpdate.decoding { () throws(DERError) in
                try fields.readGeneralizedTime()
            }
            guard stated == mostRecentUpdate else {
                throw Rejection(.ccrMostRecentUpdate, "\(stated) instead of \(mostRecentUpdate)", at: start)
            }
        }

        package func writeElements(to writer: inout DERWriter) {
            for instance in instances { instance.write(to: &writer) }
        }

        package func writeMetadata(to writer: inout DERWriter) {
            writer.generalizedTime(mostRecentUpdate)
        }
    }
}
