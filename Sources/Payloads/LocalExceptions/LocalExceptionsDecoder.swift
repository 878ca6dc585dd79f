import NumberResources

/// Reads one file of local exceptions member by member.
///
/// RFC 8416 section 3.1: members that are not defined must not be used, and any deviation is an error. What files in
/// use deviate in without saying anything else than a correct file would is noted and passed over unless `strict`.
/// Unknown members are passed over in assertions alone: a misspelt member would widen a filter.
struct LocalExceptionsDecoder {
    let file: String
    private let strict: Bool

    /// From the document down to the member that is being read; stays as it is when reading fails.
    private var path: [String] = []
    private var warnings: [LocalExceptionsWarning] = []
    /// The warning about a deviation of a kind in a member of a name.
    private var warningIndex: [[String]: Int] = [:]

    private var version: UInt8?
    /// The first member seen that only version 2 has, and its line.
    private var secondVersionMember: (path: [String], line: Int)?
    /// The names of the lists seen.
    private var lists: Set<String> = []
    private var prefixFilters: [LocalExceptions.Rule<LocalExceptions.PrefixFilter>] = []
    private var routerKeyFilters: [LocalExceptions.Rule<LocalExceptions.RouterKeyFilter>] = []
    private var aspaFilters: [LocalExceptions.Rule<ASN>] = []
    private var prefixAssertions: [LocalExceptions.Rule<VRP>] = []
    private var routerKeyAssertions: [LocalExceptions.Rule<RouterKey>] = []
    private var aspaAssertions: [LocalExceptions.Rule<ASPA>] = []

    init(file: String, strict: Bool) {
        self.file = file
        self.strict = strict
    }

    /// The member that is being read; nil outside of members.
    var member: String? {
        path.isEmpty ? nil : path.joined(separator: ".").replacing(".[", with: "[")
    }

    // MARK: The document

    /// RFC 8416 section 3.2.
    mutating func readDocument(_ reader: inout JSONReader) throws -> LocalExceptions {
        var sections: Set<String> = []
        try readMembers(&reader) { decoder, reader, name in
            switch name {
            case "slurmVersion":
                let number = try reader.readInteger()
                guard let version = UInt8(exactly: number), (1...2).contains(version) else {
                    throw reader.failure("version \(number) is neither 1 nor 2")
                }
                decoder.version = version
            case "validationOutputFilters": try decoder.readFilters(&reader)
            case "locallyAddedAssertions": try decoder.readAssertions(&reader)
            default: return false
            }
            sections.insert(name)
            return true
        }
        try reader.expectEnd()
        guard let version else { throw reader.failure("\"slurmVersion\" is missing (RFC 8416 section 3.2)") }
        if version == 1, let secondVersionMember {
            path = secondVersionMember.path
            throw JSONReader.Failure(line: secondVersionMember.line, detail: "only slurmVersion 2 has this member")
        }
        for (section, names) in Self.expectedLists(version) {
            guard sections.contains(section) else {
                throw reader.failure("\"\(section)\" is missing (RFC 8416 section 3.2)")
            }
            for name in names where !lists.contains(name) {
                path = [section]
                try tolerate("\"\(name)\" is missing (RFC 8416 section 3.2)", reader)
                path = []
            }
        }
        return LocalExceptions(
            file: file,
            version: version,
            prefixFilters: prefixFilters,
            routerKeyFilters: routerKeyFilters,
            aspaFilters: aspaFilters,
            prefixAssertions: prefixAssertions,
            routerKeyAssertions: routerKeyAssertions,
            aspaAssertions: aspaAssertions,
            warnings: warnings
        )
    }

    private static func expectedLists(_ version: UInt8) -> [(section: String, names: [String])] {
        [
            ("validationOutputFilters", ["prefixFilters", "bgpsecFilters"] + (version == 2 ? ["aspaFilters"] : [])),
            (
                "locallyAddedAssertions",
                ["prefixAssertions", "bgpsecAssertions"] + (version == 2 ? ["aspaAssertions"] : [])
            ),
        ]
    }

    private mutating func readFilters(_ reader: inout JSONReader) throws {
        try readMembers(&reader) { decoder, reader, name in
            switch name {
            case "prefixFilters":
                decoder.prefixFilters = try decoder.readRules(&reader, of: name) { try $0.readPrefixFilter(&$1) }
            case "bgpsecFilters":
                decoder.routerKeyFilters = try decoder.readRules(&reader, of: name) { try $0.readRouterKeyFilter(&$1) }
            case "aspaFilters":
                decoder.noteSecondVersion(reader)
                decoder.aspaFilters = try decoder.readRules(&reader, of: name) { try $0.readASPAFilter(&$1) }
            default: return false
            }
            return true
        }
    }

    private mutating func readAssertions(_ reader: inout JSONReader) throws {
        try readMembers(&reader) { decoder, reader, name in
            switch name {
            case "prefixAssertions":
                decoder.prefixAssertions = try decoder.readRules(&reader, of: name) { try $0.readPrefixAssertion(&$1) }
            case "bgpsecAssertions":
                decoder.routerKeyAssertions = try decoder.readRules(&reader, of: name) {
                    try $0.readRouterKeyAssertion(&$1)
                }
            case "aspaAssertions":
                decoder.noteSecondVersion(reader)
                decoder.aspaAssertions = try decoder.readRules(&reader, of: name) { try $0.readASPAAssertion(&$1) }
            default: return false
            }
            return true
        }
    }

    private mutating func noteSecondVersion(_ reader: JSONReader) {
        if secondVersionMember == nil { secondVersionMember = (path, reader.line) }
    }

    // MARK: Reading

    /// Reads the list `name` of rules, each with `read`, which returns the content and the comment, or nil when the entry
    /// says nothing.
    private mutating func readRules<Content>(
        _ reader: inout JSONReader,
        of name: String,
        _ read: (inout LocalExceptionsDecoder, inout JSONReader) throws -> (Content, comment: String?)?
    ) throws -> [LocalExceptions.Rule<Content>] {
        lists.insert(name)
        var rules: [LocalExceptions.Rule<Content>] = []
        var seen: Set<Content> = []
        try reader.readArray { reader, index in
            path.append("[\(index)]")
            try reader.skipSpace()
            let place = LocalExceptions.Place(file: file, line: reader.line, entry: "\(name)[\(index)]")
            if let (content, comment) = try read(&self, &reader) {
                if seen.insert(content).inserted {
                    rules.append(LocalExceptions.Rule(content: content, comment: comment, place: place))
                } else {
                    try tolerate("the same as an entry before it", reader)
                }
            }
            path.removeLast()
        }
        return rules
    }

    /// Reads an object; `read` reads the member of a name, or returns false when it knows none of that name.
    mutating func readMembers(
        _ reader: inout JSONReader,
        toleratesUnknown: Bool = false,
        _ read: (inout LocalExceptionsDecoder, inout JSONReader, String) throws -> Bool
    ) throws {
        var seen: Set<String> = []
        try reader.readObject { reader, name in
            path.append(name)
            // RFC 8259 section 4: which of two members of one name counts is anybody's guess.
            guard seen.insert(name).inserted else { throw reader.failure("the member stands twice") }
            if try !read(&self, &reader, name) {
                let detail = "not a member that is defined here (RFC 8416 section 3.1)"
                guard toleratesUnknown else { throw reader.failure(detail) }
                try tolerate(detail, reader)
                try reader.skipValue()
            }
            path.removeLast()
        }
    }

    /// Notes a deviation that is tolerated, or throws it when reading strictly.
    mutating func tolerate(_ detail: String, _ reader: JSONReader) throws {
        guard !strict else { throw reader.failure(detail) }
        let kind = [path.last { !$0.hasPrefix("[") } ?? "", detail]
        if let index = warningIndex[kind] {
            warnings[index].count += 1
        } else {
            warningIndex[kind] = warnings.count
            let error = LocalExceptionsError(file: file, line: reader.line, member: member, detail: detail)
            warnings.append(LocalExceptionsWarning(first: error, count: 1))
        }
    }
}
