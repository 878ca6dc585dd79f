import Testing
import Validation
