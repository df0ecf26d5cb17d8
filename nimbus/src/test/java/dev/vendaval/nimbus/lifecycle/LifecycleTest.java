package dev.vendaval.nimbus.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.TopologyStatus;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("I6")
class LifecycleTest {
    @ParameterizedTest
    @CsvSource({
        "ACTIVE, ACTIVATE, NOTHING",
        "ACTIVE, DEACTIVATE, WRITE",
        "ACTIVE, KILL, WRITE",
        "INACTIVE, ACTIVATE, WRITE",
        "INACTIVE, DEACTIVATE, NOTHING",
        "INACTIVE, KILL, WRITE",
        "REBALANCING, KILL, WRITE",
        "KILLED, KILL, WRITE",
    })
    void legalMovesAreTaken(TopologyStatus status, LifecycleAction action, Lifecycle.Move expected) {
        assertThat(Lifecycle.decide("words", status, action)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "REBALANCING, ACTIVATE, ACTIVE",
        "REBALANCING, DEACTIVATE, INACTIVE",
        "KILLED, ACTIVATE, ACTIVE",
        "KILLED, DEACTIVATE, INACTIVE",
    })
    void illegalMovesAreRefusedNamingBothStates(TopologyStatus status, LifecycleAction action, String target) {
        assertThatThrownBy(() -> Lifecycle.decide("words", status, action))
                .isInstanceOfSatisfying(ServiceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.ILLEGAL_STATE);
                    assertThat(refused.getMessage()).contains("words", status.name(), target);
                    assertThat(refused.hint()).isNotBlank();
                });
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void everyPairOfStatusAndActionIsDecidedOneWayOrTheOther(TopologyStatus status, LifecycleAction action) {
        try {
            assertThat(Lifecycle.decide("words", status, action)).isNotNull();
        } catch (ServiceException refused) {
            assertThat(refused.code()).isEqualTo(SubmitException.Code.ILLEGAL_STATE);
        }
    }

    @Test
    void aMoveThatChangesNothingLeadsToTheStatusThatIs() {
        for (TopologyStatus status : TopologyStatus.values()) {
            for (LifecycleAction action : LifecycleAction.values()) {
                boolean already = status == action.target() && action != LifecycleAction.KILL;
                if (already) {
                    assertThat(Lifecycle.decide("words", status, action)).isEqualTo(Lifecycle.Move.NOTHING);
                }
            }
        }
    }

    static Stream<Arguments> everyPair() {
        return Stream.of(TopologyStatus.values())
                .flatMap(status -> Stream.of(LifecycleAction.values()).map(action -> Arguments.of(status, action)));
    }
}
