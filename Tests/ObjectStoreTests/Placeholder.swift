import ObjectStore
import Testing
