import Testing
import NumberResources
