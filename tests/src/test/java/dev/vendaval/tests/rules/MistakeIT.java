package dev.vendaval.tests.rules;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ProcessVenue.Shared.class)
final class MistakeIT extends MistakeRules {
    MistakeIT(ProcessVenue venue) {
        super(venue);
    }
}
