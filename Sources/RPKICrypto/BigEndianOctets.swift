extension UInt64 {
    /// The number that these octets are, most significant first. At most eight of them count, the last ones.
    init(bigEndianOctets octets: ArraySlice<UInt8>) {
        self = 0
        for octet in octets {
            self = self << 8 | UInt64(octet)
        }
    }
}
