import Testing
import ObjectStore
