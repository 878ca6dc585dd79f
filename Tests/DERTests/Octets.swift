/// The octets that pairs of hexadecimal digits name; spaces are for the eye.
func octets(_ text: String) -> [UInt8] {
    let digits = text.utf8.filter { $0 != 0x20 }
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
        UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
    }
}
