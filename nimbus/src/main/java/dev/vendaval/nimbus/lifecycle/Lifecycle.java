package dev.vendaval.nimbus.lifecycle;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.TopologyStatus;

/**
 * The legal moves of a topology's status. Pure.
 *
 * <pre>
 *              deactivate
 *     ACTIVE ------------> INACTIVE        activate on ACTIVE and deactivate on INACTIVE change nothing
 *        ^  <-----------      |            REBALANCING takes only kill
 *        |     activate       |            KILLED takes only kill, which sets its deadline anew
 *   (submit)                  |
 *        |       kill         v  kill
 *        +-------------> KILLED ----> gone
 * </pre>
 */
public final class Lifecycle {
    private Lifecycle() {}

    /** What an action that is legal does. */
    public enum Move {
        /** The status is already as wished: nothing is written. */
        NOTHING,
        /** The status changes, or with KILLED its deadline does: the new state is written. */
        WRITE
    }

    /**
     * Decides whether a topology may do what is asked.
     *
     * @throws ServiceException with code ILLEGAL_STATE, naming both states, if it may not
     */
    public static Move decide(String name, TopologyStatus status, LifecycleAction action) {
        if (action == LifecycleAction.KILL) {
            return Move.WRITE;
        }
        return switch (status) {
            case ACTIVE, INACTIVE -> status == action.target() ? Move.NOTHING : Move.WRITE;
            case REBALANCING -> throw illegal(name, status, action, "wait until the rebalance is done, then repeat it");
            case KILLED ->
                throw illegal(name, status, action, "a kill is final; submit the topology again once the name is free");
        };
    }

    private static ServiceException illegal(
            String name, TopologyStatus status, LifecycleAction action, String whatWouldBeRight) {
        return new ServiceException(
                SubmitException.Code.ILLEGAL_STATE,
                "cannot " + action.verb() + " topology '" + name + "': it is " + status + " and cannot become "
                        + action.target(),
                whatWouldBeRight);
    }
}
