import Testing
import Payloads
