import NumberResources
import Payloads
import RPKICrypto
import RPKIObjects

/// Inspects a file of local exceptions (RFC 8416, draft-ietf-sidrops-aspa-slurm).
enum LocalExceptionsInspection {
    static func inspect(_ octets: [UInt8], strict: Bool, _ report: inout InspectionReport) {
        report.chain = .unchecked("local exceptions are not signed")
        do throws(LocalExceptionsError) {
            let exceptions = try LocalExceptions(decoding: octets, file: report.name, strict: strict)
            report.warnings += exceptions.warnings.map { Finding($0.first) }
            exceptions.describe(into: &report.object)
        } catch {
            report.rejection = Finding(error)
        }
    }
}

extension Finding {
    fileprivate init(_ error: LocalExceptionsError) {
        let place = [error.line.map { "line \($0)" }, error.member].compactMap { $0 }
        self.init(
            reason: "local-exceptions",
            clause: "RFC 8416 section 3",
            detail: (place + [error.detail]).joined(separator: ": "),
            offset: nil
        )
    }
}

extension LocalExceptions {
    fileprivate func describe(into description: inout ObjectDescription) {
        description.add("slurmVersion", "SLURM version", .number(Int64(version)))
        Self.add("prefixFilters", "Prefix filters", prefixFilters, to: &description) { filter, fields in
            fields.add("prefix", "prefix", text: filter.prefix)
            fields.add("asn", "AS", text: filter.asn)
        }
        Self.add("bgpsecFilters", "Router key filters", routerKeyFilters, to: &description) { filter, fields in
            fields.add("asn", "AS", text: filter.asn)
            fields.add("subjectKeyIdentifier", "key", filter.subjectKeyIdentifier.map { .text($0.hex) })
        }
        Self.add("aspaFilters", "ASPA filters", aspaFilters, to: &description) { customer, fields in
            fields.add("customer", "customer", text: customer)
        }
        Self.add("prefixAssertions", "Prefix assertions", prefixAssertions, to: &description) { vrp, fields in
            fields.add("prefix", "prefix", text: vrp.prefix)
            fields.add("maxLength", "maxlen", .number(Int64(vrp.maxLength)))
            fields.add("asn", "AS", text: vrp.asn)
        }
        Self.add("bgpsecAssertions", "Router key assertions", routerKeyAssertions, to: &description) { key, fields in
            fields.add("asn", "AS", text: key.asn)
            fields.add("subjectKeyIdentifier", "key", .text(key.subjectKeyIdentifier.hex))
            fields.add("subjectPublicKeyInfo", "public key", .text(key.subjectPublicKeyInfo.hex))
        }
        Self.add("aspaAssertions", "ASPA assertions", aspaAssertions, to: &description) { aspa, fields in
            fields.add("customer", "customer", text: aspa.customer)
            fields.add("providers", "providers", .list(aspa.providers.map { .text($0.description) }))
        }
    }

    /// Adds a list of rules: one line for each, unless there is none.
    private static func add<Content>(
        _ key: String,
        _ label: String,
        _ rules: [Rule<Content>],
        to description: inout ObjectDescription,
        _ describe: (Content, inout ObjectDescription) -> Void
    ) {
        guard !rules.isEmpty else { return }
        let values = rules.map { rule in
            var fields = ObjectDescription { describe(rule.content, &$0) }
            fields.add("line", "line", .number(Int64(rule.place.line)))
            fields.add("comment", "comment", rule.comment.map { .text($0) })
            return ObjectDescription.Value.row(fields)
        }
        description.add(key, label, .list(values))
    }
}
