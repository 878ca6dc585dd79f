import NumberResources
import RPKICrypto

extension RouteOriginAuthorization: Describable {
    package func describe(into description: inout ObjectDescription) {
        description.add("asn", "AS", text: asn)
        description.add("prefixes", "Prefixes", .list(addresses.map(\.described)))
    }
}

extension RouteOriginAuthorization.Address {
    /// `192.0.2.0/24 maxlen 26`
    fileprivate var described: ObjectDescription.Value {
        let fields = ObjectDescription {
            $0.add("prefix", "Prefix", text: prefix)
            $0.add("maxLength", "Max length", maxLength.map { .number(Int64($0)) })
        }
        return .shown("\(prefix)" + (maxLength.map { " maxlen \($0)" } ?? ""), .fields(fields))
    }
}

extension Manifest: Describable {
    package func describe(into description: inout ObjectDescription) {
        description.add("number", "Manifest number", .count(number))
        description.add("thisUpdate", "This update", .time(thisUpdate))
        description.add("nextUpdate", "Next update", .time(nextUpdate))
        description.add("files", "Files", .list(entries.map(\.described)))
    }
}

extension Manifest.Entry {
    /// Name and SHA-256.
    fileprivate var described: ObjectDescription.Value {
        let fields = ObjectDescription {
            $0.add("name", "Name", .text(fileName))
            $0.add("sha256", "SHA-256", .text(hash.hex))
        }
        return .shown("\(fileName)  \(hash.hex)", .fields(fields))
    }
}

extension ProviderAuthorization: Describable {
    package func describe(into description: inout ObjectDescription) {
        description.add("customer", "Customer", text: customer)
        description.add("providers", "Providers", .list(providers.map { .text($0.description) }))
    }
}

extension SignedPrefixList: Describable {
    package func describe(into description: inout ObjectDescription) {
        description.add("asn", "AS", text: asn)
        description.add("prefixes", "Prefixes", .list(prefixes.map { .text($0.description) }))
    }
}

extension SignedChecklist: Describable {
    package func describe(into description: inout ObjectDescription) {
        description.add("asResources", "Signed with AS", asResources.map { .resources($0) })
        description.add("ipResources", "Signed with addresses", ipResources.map { .resources($0) })
        description.add("files", "Files", .list(entries.map(\.described)))
    }
}

extension SignedChecklist.Entry {
    fileprivate var described: ObjectDescription.Value {
        let fields = ObjectDescription {
            $0.add("name", "Name", text: fileName)
            $0.add("sha256", "SHA-256", .text(hash.hex))
        }
        return .shown("\(fileName ?? "(no name)")  \(hash.hex)", .fields(fields))
    }
}

extension GhostbustersRecord: Describable {
    package func describe(into description: inout ObjectDescription) {
        for (kind, key, label) in Self.kinds {
            let values = values(kind)
            if !values.isEmpty { description.add(key, label, .list(values.map { .text($0) })) }
        }
    }

    private static let kinds: [(Kind, key: String, label: String)] = [
        (.formattedName, "names", "Name"), (.organization, "organizations", "Organization"),
        (.address, "addresses", "Address"), (.telephone, "telephones", "Telephone"), (.email, "emails", "Email"),
    ]
}
