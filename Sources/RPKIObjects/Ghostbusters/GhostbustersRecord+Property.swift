extension GhostbustersRecord.Property {
    /// Reads `[group "."] name *(";" parameter) ":" value` (RFC 6350 section 3.3).
    init(_ line: VCardLines.Line) throws(Rejection) {
        func malformed(_ detail: String) -> Rejection { Rejection(.gbrSyntax, detail, at: line.offset) }
        let octets = line.octets[...]
        guard let nameEnd = octets.firstIndex(where: { $0 == 0x3A || $0 == 0x3B }) else {
            throw malformed("a line without a colon")
        }
        let names = octets[..<nameEnd].split(separator: 0x2E, omittingEmptySubsequences: false)
        guard (1...2).contains(names.count), names.allSatisfy(Self.isName), let name = names.last else {
            throw malformed("a line without the name of a property")
        }
        var parameters: [GhostbustersRecord.Parameter] = []
        var position = nameEnd
        while octets[position] == 0x3B {
            let start = position + 1
            guard let equals = octets[start...].firstIndex(of: 0x3D), Self.isName(octets[start..<equals]),
                let end = Self.endOfValues(octets, from: equals + 1)
            else { throw malformed("a malformed parameter") }
            parameters.append(
                GhostbustersRecord.Parameter(
                    name: Self.upperCased(octets[start..<equals]),
                    value: String(decoding: octets[(equals + 1)..<end], as: UTF8.self)
                )
            )
            position = end
        }
        self.name = Self.upperCased(name)
        self.parameters = parameters
        encodedValue = String(decoding: octets[(position + 1)...], as: UTF8.self)
        offset = line.offset
    }

    /// Where the colon or semicolon stands that ends the values of a parameter; nil when there is none. Between quotation
    /// marks those do not count.
    private static func endOfValues(_ octets: ArraySlice<UInt8>, from start: Int) -> Int? {
        var isQuoted = false
        for index in start..<octets.endIndex {
            switch octets[index] {
            case 0x22: isQuoted.toggle()
            case 0x3A, 0x3B: if !isQuoted { return index }
            default: break
            }
        }
        return nil
    }

    /// Letters, digits and hyphens, at least one.
    private static func isName(_ octets: ArraySlice<UInt8>) -> Bool {
        !octets.isEmpty
            && octets.allSatisfy { octet in
                switch octet {
                case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D: true
                default: false
                }
            }
    }

    private static func upperCased(_ octets: ArraySlice<UInt8>) -> String {
        String(decoding: octets.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self)
    }

    /// The value for people: escapes resolved (RFC 6350 section 3.4), line breaks as blanks, components that are not
    /// empty one after another with commas between.
    package var value: String {
        let isStructured = kind == .organization || kind == .address
        var components: [String] = [""]
        var isEscaped = false
        for character in encodedValue.unicodeScalars {
            if isEscaped {
                components[components.count - 1].unicodeScalars.append(
                    character == "n" || character == "N" ? " " : character
                )
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == ";", isStructured {
                components.append("")
            } else {
                components[components.count - 1].unicodeScalars.append(character)
            }
        }
        return components.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
