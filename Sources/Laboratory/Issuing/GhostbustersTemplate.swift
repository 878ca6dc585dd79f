/// The content of a Ghostbusters record (RFC 6493 section 4): the lines of a vCard, whether or not they are allowed.
package struct GhostbustersTemplate: Sendable, Hashable {
    /// Not folded; the first is BEGIN, the last END.
    package var lines: [String]
    package var lineEnd = "\r\n"

    package init(lines: [String]) {
        self.lines = lines
    }

    package init(_ contact: GhostbustersContact) {
        let properties: [(String, String?)] = [
            ("FN", contact.name), ("ORG", contact.organization), ("ADR", contact.address.map { ";;\($0);;;;" }),
            ("TEL", contact.telephone), ("EMAIL", contact.email),
        ]
        lines =
            ["BEGIN:VCARD", "VERSION:4.0"] + properties.compactMap { name, value in value.map { "\(name):\($0)" } }
            + ["END:VCARD"]
    }

    package func encoded() -> [UInt8] {
        lines.flatMap { Array(($0 + lineEnd).utf8) }
    }
}

/// Whom to call about a certification authority.
package struct GhostbustersContact: Codable, Hashable, Sendable {
    package var name: String
    package var organization: String?
    /// Street and number.
    package var address: String?
    package var telephone: String?
    package var email: String?

    package init(
        name: String,
        organization: String? = nil,
        address: String? = nil,
        telephone: String? = nil,
        email: String? = nil
    ) {
        self.name = name
        self.organization = organization
        self.address = address
        self.telephone = telephone
        self.email = email
    }
}
