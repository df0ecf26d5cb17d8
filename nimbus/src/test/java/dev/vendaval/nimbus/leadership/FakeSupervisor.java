package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.SupervisorLinkService.CommandSender;
import dev.vendaval.protocol.service.SupervisorLinkService.SupervisorConversation;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.SupervisorRecord;

/** A supervisor that is registered and says what the test wants. */
final class FakeSupervisor {
    final SupervisorRecord record;
    private final Registration registration;
    private SupervisorConversation conversation;
    private final SteppedNimbus nimbus;
    private long asked;
    private boolean connected;

    FakeSupervisor(SteppedNimbus nimbus, ClusterState clusterState, String id, int... slots) {
        this.nimbus = nimbus;
        this.record = Reports.supervisor(id, slots);
        this.registration = clusterState.registerSupervisor(record);
        this.conversation = connect(nimbus);
        report();
        nimbus.clusterChanged();
    }

    /** Opens a conversation, in place of the one there was. */
    SupervisorConversation connect(SteppedNimbus to) {
        connected = true;
        conversation = new SupervisorInbox(to.loop).open(new CommandSender() {
            @Override
            public void reportNow(long reportId) {
                asked = reportId;
            }

            @Override
            public void close() {
                connected = false;
            }
        });
        return conversation;
    }

    /** Reports these workers and no others, answering whatever was asked. */
    void report(WorkerReport... workers) {
        conversation.report(Reports.of(record, asked, workers));
        nimbus.turn();
    }

    /** The highest id it was asked for a report with, 0 if it was not. */
    long asked() {
        return asked;
    }

    boolean isConnected() {
        return connected;
    }

    /** Its registration ends; it can still report. */
    void endSession() {
        registration.close();
        nimbus.clusterChanged();
    }

    void vanish() {
        registration.close();
        conversation.closed();
        nimbus.clusterChanged();
    }
}
