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
            var list = list
            var instances: [ManifestInstance] = []
            while !list.isAtEnd {
                let start = list.offset
                guard instances.count < Self.maximumInstances else {
                    throw Rejection(.ccrTooLarge, "more than \(Self.maximumInstances) manifests", at: start)
                }
                let instance = try ManifestInstance(from: &list)
                // Section 4.4.1.1: ascending and unique.
                if let last = instances.last, !(last.hash < instance.hash) {
                    throw Rejection(.ccrManifestOrder, "\(instance.hash) after \(last.hash)", at: start)
                }
                instances.append(instance)
            }
            self.instances = instances
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
