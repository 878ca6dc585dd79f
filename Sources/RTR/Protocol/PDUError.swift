/// Why received octets are no acceptable PDU: the code and text for the Error Report that answers it.
package struct PDUError: Error, Hashable, Sendable {
    package let code: ErrorCode
    package let text: String

    package init(_ code: ErrorCode, _ text: String) {
        self.code = code
        self.text = text
    }
}
