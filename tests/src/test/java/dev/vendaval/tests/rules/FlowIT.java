package dev.vendaval.tests.rules;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ProcessVenue.Shared.class)
final class FlowIT extends FlowRules {
    FlowIT(ProcessVenue venue) {
        super(venue);
    }
}
