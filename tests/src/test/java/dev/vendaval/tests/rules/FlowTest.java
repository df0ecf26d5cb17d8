package dev.vendaval.tests.rules;

final class FlowTest extends FlowRules {
    FlowTest() {
        super(new LocalVenue());
    }
}
