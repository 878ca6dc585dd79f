/// A pull reader of JSON (RFC 8259) over bytes that arrive in pieces: memory stays at one piece and the
/// longest string, whatever the file's size.
///
/// It answers what comes next; the caller says what it expects. Nesting and string length are capped.
struct JSONReader {
    /// Not JSON, or not what was expected.
    struct Failure: Error {
        let line: Int
        let detail: String
    }

    private static let longestString = 1 << 16
    private static let deepestNesting = 32

    private var piece: [UInt8] = []
    private var position = 0
    private let refill: () throws -> [UInt8]
    /// Bytes of the string or number read last; reused.
    private var text: [UInt8] = []
    private(set) var line = 1

    /// `refill` returns the next piece of the input; an empty one is the end.
    init(refill: @escaping () throws -> [UInt8]) {
        self.refill = refill
        text.reserveCapacity(256)
    }

    func failure(_ detail: String) -> Failure {
        Failure(line: line, detail: detail)
    }

    // MARK: Values

    /// Reads an object and calls `member` for each name; `member` must read the value.
    mutating func readObject(_ member: (inout JSONReader, String) throws -> Void) throws {
        try expect(UInt8(ascii: "{"))
        if try take(UInt8(ascii: "}")) { return }
        repeat {
            let name = try readString()
            try expect(UInt8(ascii: ":"))
            try member(&self, name)
        } while try take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
    }

    /// Reads an array and calls `element` with the index of each element, which it must read.
    mutating func readArray(_ element: (inout JSONReader, Int) throws -> Void) throws {
        try expect(UInt8(ascii: "["))
        if try take(UInt8(ascii: "]")) { return }
        var index = 0
        repeat {
            try element(&self, index)
            index += 1
        } while try take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
    }

    mutating func readString() throws -> String {
        try readStringBytes()
        guard let string = String(validating: text, as: UTF8.self) else { throw failure("a string is not UTF-8") }
        return string
    }

    /// Reads a string or a whole number as text.
    mutating func readStringOrInteger() throws -> String {
        if try peekPastSpace() == UInt8(ascii: "\"") { return try readString() }
        try readNumberBytes()
        return String(decoding: text, as: UTF8.self)
    }

    mutating func readInteger() throws -> Int64 {
        try peekPastSpace()
        try readNumberBytes()
        let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        // RFC 8259 section 6: neither a plus sign nor leading zeros.
        guard digits.count == 1 || (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(digits.first ?? 0),
            let value = Int64(String(decoding: text, as: UTF8.self))
        else { throw failure("\"\(String(decoding: text, as: UTF8.self))\" is not a whole number") }
        return value
    }

    /// Reads `null` if that comes next; whether it did.
    mutating func readNull() throws -> Bool {
        guard try peekPastSpace() == UInt8(ascii: "n") else { return false }
        try readWord()
        return true
    }

    /// Whether a string comes next.
    mutating func isAtString() throws -> Bool {
        try peekPastSpace() == UInt8(ascii: "\"")
    }

    /// Reads over white space, so that ``line`` is that of what comes next.
    mutating func skipSpace() throws {
        try peekPastSpace()
    }

    /// Reads over one value of any kind.
    mutating func skipValue() throws {
        try skipValue(depth: 0)
    }

    private mutating func skipValue(depth: Int) throws {
        guard depth < Self.deepestNesting else { throw failure("nested too deeply") }
        switch try peekPastSpace() {
        case UInt8(ascii: "{"): try readObject { reader, _ in try reader.skipValue(depth: depth + 1) }
        case UInt8(ascii: "["): try readArray { reader, _ in try reader.skipValue(depth: depth + 1) }
        case UInt8(ascii: "\""): try readStringBytes()
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            try readWord()
        default: try readNumberBytes()
        }
    }

    /// Makes sure that nothing but white space is left.
    mutating func expectEnd() throws {
        if try peekPastSpace() != nil { throw failure("something follows the end of the document") }
    }

    // MARK: Tokens

    private mutating func expect(_ character: UInt8) throws {
        guard try take(character) else {
            throw failure("expected \"\(Character(UnicodeScalar(character)))\", found \(found())")
        }
    }

    /// Whether `character` comes next, past white space; it is consumed then.
    private mutating func take(_ character: UInt8) throws -> Bool {
        guard try peekPastSpace() == character else { return false }
        position += 1
        return true
    }

    private mutating func readStringBytes() throws {
        try expect(UInt8(ascii: "\""))
        text.removeAll(keepingCapacity: true)
        while true {
            guard let byte = try peek(), byte >= 0x20 else { throw failure("a string does not end") }
            position += 1
            if byte == UInt8(ascii: "\"") { return }
            guard text.count < Self.longestString else { throw failure("a string is too long") }
            if byte == UInt8(ascii: "\\") {
                try readEscape()
            } else {
                text.append(byte)
            }
        }
    }

    /// What follows a backslash (RFC 8259 section 7).
    private mutating func readEscape() throws {
        guard let byte = try peek() else { throw failure("a string does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var unit = try readFourDigits()
            if (0xD800..<0xDC00).contains(unit) {
                for expected in [UInt8(ascii: "\\"), UInt8(ascii: "u")] {
                    guard try peek() == expected else { throw failure("a surrogate stands alone") }
                    position += 1
                }
                let low = try readFourDigits()
                guard (0xDC00..<0xE000).contains(low) else { throw failure("a surrogate stands alone") }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = UnicodeScalar(unit) else { throw failure("a surrogate stands alone") }
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw failure("an unknown escape in a string")
        }
    }

    private mutating func readFourDigits() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = try peek(), let digit = hexadecimalValue(byte) else {
                throw failure("an unknown escape in a string")
            }
            position += 1
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// The characters of a number into `text`, as they stand.
    private mutating func readNumberBytes() throws {
        text.removeAll(keepingCapacity: true)
        while let byte = try peek() {
            switch byte {
            case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
                UInt8(ascii: "E"):
                guard text.count < 64 else { throw failure("a number is too long") }
                text.append(byte)
                position += 1
            default:
                guard !text.isEmpty else { throw failure("expected a value, found \(found())") }
                return
            }
        }
        guard !text.isEmpty else { throw failure("expected a value, found \(found())") }
    }

    /// `true`, `false` or `null`.
    private mutating func readWord() throws {
        text.removeAll(keepingCapacity: true)
        while let byte = try peek(), (0x61...0x7A).contains(byte), text.count < 6 {
            text.append(byte)
            position += 1
        }
        let word = String(decoding: text, as: UTF8.self)
        guard ["true", "false", "null"].contains(word) else { throw failure("expected a value, found \"\(word)\"") }
    }

    // MARK: Bytes

    @discardableResult
    private mutating func peekPastSpace() throws -> UInt8? {
        while let byte = try peek() {
            switch byte {
            case 0x0A: line += 1
            case 0x20, 0x09, 0x0D: break
            default: return byte
            }
            position += 1
        }
        return nil
    }

    /// The next byte, which stays unread; nil at the end of the input.
    @inline(__always)
    private mutating func peek() throws -> UInt8? {
        if position < piece.count { return piece[position] }
        return try peekNextPiece()
    }

    @inline(never)
    private mutating func peekNextPiece() throws -> UInt8? {
        piece = try refill()
        position = 0
        return piece.first
    }

    /// The next byte for an error text.
    private func found() -> String {
        guard position < piece.count else { return "the end of the file" }
        let byte = piece[position]
        return (0x20...0x7E).contains(byte) ? "\"\(Character(UnicodeScalar(byte)))\"" : "byte \(byte)"
    }
}

/// The value of a hexadecimal digit in either case.
func hexadecimalValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
}
