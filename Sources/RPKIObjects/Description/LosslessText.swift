extension String {
    /// The text that `octets` spell in UTF-8; when they are none, what is not ASCII is escaped: `\xe9`.
    package init(lossless octets: some Collection<UInt8>) {
        if let text = String(validating: octets, as: UTF8.self) {
            self = text
        } else {
            self = octets.reduce(into: "") { text, octet in
                if octet < 0x80 {
                    text.unicodeScalars.append(Unicode.Scalar(octet))
                } else {
                    text += "\\x" + [octet].hexDigits
                }
            }
        }
    }
}

extension [UInt8] {
    fileprivate var hexDigits: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
