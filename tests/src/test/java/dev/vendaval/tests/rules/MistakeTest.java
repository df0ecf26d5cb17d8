package dev.vendaval.tests.rules;

final class MistakeTest extends MistakeRules {
    MistakeTest() {
        super(new LocalVenue());
    }
}
