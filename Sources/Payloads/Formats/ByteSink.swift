package import NumberResources

/// Collects output as UTF-8 bytes and hands it on in chunks, so that a million lines need little memory.
package struct ByteSink {
    private var buffer: [UInt8] = []
    private let chunkSize: Int
    private let emit: ([UInt8]) throws -> Void

    /// `emit` gets chunks of about `chunkSize` bytes; what it throws ends the writing.
    package init(chunkSize: Int = 1 << 16, emit: @escaping ([UInt8]) throws -> Void) {
        self.chunkSize = chunkSize
        self.emit = emit
        buffer.reserveCapacity(min(chunkSize, 1 << 16) + 512)
    }

    /// Hands on what is left. To be called once, at the end.
    package mutating func finish() throws {
        guard !buffer.isEmpty else { return }
        try emit(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Ends a line and hands a full chunk on; formats call it once per line.
    @inline(__always)
    package mutating func endLine() throws {
        buffer.append(0x0A)
        try handOnIfFull()
    }

    /// Hands a full chunk on; for lines that were appended with their end.
    @inline(__always)
    package mutating func handOnIfFull() throws {
        if buffer.count >= chunkSize { try finish() }
    }

    package mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { buffer.append(contentsOf: $0) }
    }

    package mutating func append(_ text: String) {
        buffer.append(contentsOf: text.utf8)
    }

    package mutating func append(_ bytes: [UInt8]) {
        buffer.append(contentsOf: bytes)
    }

    package mutating func append(decimal number: some UnsignedInteger) {
        var rest = UInt64(number)
        let start = buffer.count
        repeat {
            buffer.append(0x30 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        buffer[start...].reverse()
    }

    /// `AS65000`
    package mutating func append(_ asn: ASN) {
        append("AS")
        append(decimal: asn.value)
    }

    /// `192.0.2.0/24`
    package mutating func append(_ prefix: IPPrefix) {
        switch prefix.family {
        case .ipv4:
            for index in 0..<4 {
                if index > 0 { buffer.append(0x2E) }
                append(decimal: prefix.first.octet(index))
            }
        case .ipv6:
            append(prefix.first.description)
        }
        buffer.append(0x2F)
        append(decimal: prefix.length)
    }
}

extension ByteSink {
    /// The whole output of `write` in memory.
    package static func collect(_ write: (inout ByteSink) throws -> Void) rethrows -> [UInt8] {
        var sink = ByteSink(chunkSize: .max / 2) { _ in }
        try write(&sink)
        return sink.buffer
    }
}
