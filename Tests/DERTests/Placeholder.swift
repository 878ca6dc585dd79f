import Testing
import DER
