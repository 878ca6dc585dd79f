import Testing
import RPKICrypto
