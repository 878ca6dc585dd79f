import DER
import NumberResources
import RPKICrypto

extension CanonicalCacheRepresentation: Describable {
    /// Everything that the representation says, each state after its digest.
    package func describe(into description: inout ObjectDescription) {
        description.add("producedAt", "Produced at", .time(producedAt))
        if let manifests { description.add("manifests", "Manifests", manifests.describe) }
        if let roaPayloads { description.add("roaPayloads", "ROA payloads", roaPayloads.describe) }
        if let aspaPayloads { description.add("aspaPayloads", "ASPA payloads", aspaPayloads.describe) }
        if let trustAnchors { description.add("trustAnchors", "Trust anchors", trustAnchors.describe) }
        if let routerKeys { description.add("routerKeys", "Router keys", routerKeys.describe) }
        if !extensions.isEmpty { description.add("extensions", "Other states", .number(Int64(extensions.count))) }
    }
}

extension CacheState {
    fileprivate func describeDigest(into description: inout ObjectDescription) {
        description.add("sha256", "State's SHA-256", .text(digest.hex))
    }
}

extension CanonicalCacheRepresentation.ManifestState {
    fileprivate func describe(into description: inout ObjectDescription) {
        describeDigest(into: &description)
        description.add("mostRecentUpdate", "Most recent update", .time(mostRecentUpdate))
        description.add("count", "Number", .number(Int64(instances.count)))
        description.add("instances", "Instance", .list(instances.map { .fields($0.described) }))
    }
}

extension CanonicalCacheRepresentation.ManifestInstance {
    fileprivate var described: ObjectDescription {
        ObjectDescription {
            $0.add("sha256", "SHA-256", .text(hash.hex))
            $0.add("size", "Size", .number(Int64(clamping: size)))
            $0.add("authorityKeyIdentifier", "Authority key id.", .identifier(authorityKeyIdentifier))
            $0.add("number", "Manifest number", .count(number))
            $0.add("thisUpdate", "This update", .time(thisUpdate))
            $0.add("locations", "Location", .list(locations.map(\.described)))
            $0.add("subordinates", "Subordinates", .list(subordinates.map { .identifier($0) }))
        }
    }
}

extension CanonicalCacheRepresentation.ManifestInstance.Location {
    fileprivate var described: ObjectDescription.Value {
        let name = ObjectIdentifierNames.name(of: method)
        let fields = ObjectDescription {
            $0.add("method", "Method", .text(name))
            $0.add("location", "Location", .text(uri))
        }
        return .shown("\(name) \(uri)", .fields(fields))
    }
}

extension CanonicalCacheRepresentation.ROAPayloadState {
    fileprivate func describe(into description: inout ObjectDescription) {
        describeDigest(into: &description)
        description.add("count", "Number", .number(Int64(count)))
        description.add("sets", "Payloads", .list(sets.map(\.described)))
    }
}

extension CanonicalCacheRepresentation.ROAPayloadState.PayloadSet {
    /// `AS64496: 192.0.2.0/24, 198.51.100.0/24-28`: there may be a million of them.
    fileprivate var described: ObjectDescription.Value {
        let prefixes = addresses.map { "\($0.prefix)" + ($0.maxLength.map { "-\($0)" } ?? "") }
        let fields = ObjectDescription {
            $0.add("asn", "AS", text: asn)
            $0.add("prefixes", "Prefixes", .list(prefixes.map { .text($0) }))
        }
        return .shown("\(asn): \(prefixes.joined(separator: ", "))", .fields(fields))
    }
}

extension CanonicalCacheRepresentation.ASPAPayloadState {
    fileprivate func describe(into description: inout ObjectDescription) {
        describeDigest(into: &description)
        description.add("count", "Number", .number(Int64(sets.count)))
        description.add("sets", "Payloads", .list(sets.map(\.described)))
    }
}

extension CanonicalCacheRepresentation.ASPAPayloadState.PayloadSet {
    /// `AS64496: AS64497, AS64498`
    fileprivate var described: ObjectDescription.Value {
        let providers = providers.map(\.description)
        let fields = ObjectDescription {
            $0.add("customer", "Customer", text: customer)
            $0.add("providers", "Providers", .list(providers.map { .text($0) }))
        }
        return .shown("\(customer): \(providers.joined(separator: ", "))", .fields(fields))
    }
}

extension CanonicalCacheRepresentation.TrustAnchorState {
    fileprivate func describe(into description: inout ObjectDescription) {
        describeDigest(into: &description)
        description.add("keys", "Key identifiers", .list(keys.map { .identifier($0) }))
    }
}

extension CanonicalCacheRepresentation.RouterKeyState {
    fileprivate func describe(into description: inout ObjectDescription) {
        describeDigest(into: &description)
        description.add("count", "Number", .number(Int64(count)))
        let keys = sets.flatMap { set in set.keys.map { $0.described(set.asn) } }
        description.add("keys", "Keys", .list(keys))
    }
}

extension CanonicalCacheRepresentation.RouterKeyState.Key {
    fileprivate func described(_ asn: ASN) -> ObjectDescription.Value {
        let fields = ObjectDescription {
            $0.add("asn", "AS", text: asn)
            $0.add("subjectKeyIdentifier", "Subject key identifier", .identifier(identifier))
            $0.add("subjectPublicKeyInfo", "Public key", .octets(subjectPublicKeyInfo))
        }
        return .shown("\(asn) \(identifier)", .fields(fields))
    }
}
