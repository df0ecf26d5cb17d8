package dev.vendaval.protocol.wire;

import dev.vendaval.protocol.proto.ExplanationMessage;
import dev.vendaval.protocol.report.TopologyExplanation;
import java.util.Collections;

/** What Nimbus answers when asked why a topology does not emit. */
public final class ExplanationWire {
    private ExplanationWire() {}

    public static ExplanationMessage explanation(TopologyExplanation explanation) {
        ExplanationMessage.Builder message = ExplanationMessage.newBuilder()
                .setName(explanation.name())
                .setId(explanation.id())
                .setStatus(StateWire.status(explanation.status()))
                .setVerdict(explanation.verdict())
                .setEmitting(explanation.emitting())
                .setEmittedPerSecond(explanation.emittedPerSecond())
                .addAllNotices(explanation.notices());
        explanation.spouts().forEach(spout -> message.addSpouts(spout(spout)));
        TopologyExplanation.Tree tree = explanation.oldestTree();
        if (tree != null) {
            message.setOldestTree(tree(tree));
        }
        explanation.queues().forEach(queue -> message.addQueues(queue(queue)));
        explanation.calls().forEach(call -> message.addCalls(call(call)));
        explanation
                .workers()
                .forEach(worker -> message.addWorkersBuilder()
                        .setSupervisor(worker.supervisor())
                        .setHost(worker.host())
                        .setPort(worker.port())
                        .setState(worker.state())
                        .setText(worker.text()));
        explanation.unassigned().forEach(each -> message.addUnassigned(AnswerWire.unassigned(each)));
        explanation.errors().forEach(error -> message.addErrors(ReportWire.error(error)));
        return message.build();
    }

    public static TopologyExplanation explanation(ExplanationMessage message) {
        return new TopologyExplanation(
                message.getName(),
                message.getId(),
                StateWire.status(message.getStatus()),
                message.getVerdict(),
                message.getEmitting(),
                message.getEmittedPerSecond(),
                message.getSpoutsList().stream().map(ExplanationWire::spout).toList(),
                message.hasOldestTree() ? tree(message.getOldestTree()) : null,
                message.getQueuesList().stream().map(ExplanationWire::queue).toList(),
                message.getCallsList().stream().map(ExplanationWire::call).toList(),
                message.getWorkersList().stream()
                        .map(worker -> new TopologyExplanation.Worker(
                                worker.getSupervisor(),
                                worker.getHost(),
                                worker.getPort(),
                                worker.getState(),
                                worker.getText()))
                        .toList(),
                message.getUnassignedList().stream().map(AnswerWire::unassigned).toList(),
                message.getErrorsList().stream().map(ReportWire::error).toList(),
                Collections.unmodifiableList(message.getNoticesList()));
    }

    private static ExplanationMessage.Spout spout(TopologyExplanation.SpoutTask spout) {
        return ExplanationMessage.Spout.newBuilder()
                .setComponent(spout.component())
                .setTask(spout.task())
                .setHost(spout.host())
                .setPort(spout.port())
                .setReason(spout.reason().name())
                .setText(spout.text())
                .setEmittedPerSecond(spout.emittedPerSecond())
                .setPending(spout.pending())
                .setMaxPending(spout.maxPending())
                .setOldestAgeMs(spout.oldestAgeMs())
                .addAllWaitsFor(spout.waitsFor())
                .build();
    }

    private static TopologyExplanation.SpoutTask spout(ExplanationMessage.Spout message) {
        return new TopologyExplanation.SpoutTask(
                message.getComponent(),
                message.getTask(),
                message.getHost(),
                message.getPort(),
                reason(message.getReason()),
                message.getText(),
                message.getEmittedPerSecond(),
                message.getPending(),
                message.getMaxPending(),
                message.getOldestAgeMs(),
                Collections.unmodifiableList(message.getWaitsForList()));
    }

    private static TopologyExplanation.Reason reason(String name) {
        try {
            return TopologyExplanation.Reason.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("an unknown reason, '" + name + "'");
        }
    }

    private static ExplanationMessage.Tree tree(TopologyExplanation.Tree tree) {
        ExplanationMessage.Tree.Builder message = ExplanationMessage.Tree.newBuilder()
                .setComponent(tree.component())
                .setTask(tree.task())
                .setRoot(tree.root())
                .setAgeMs(tree.ageMs());
        tree.heldBy()
                .forEach(holder -> message.addHeldByBuilder()
                        .setComponent(holder.component())
                        .addAllTasks(holder.tasks())
                        .setHost(holder.host())
                        .setPort(holder.port())
                        .setCertain(holder.certain())
                        .setText(holder.text()));
        return message.build();
    }

    private static TopologyExplanation.Tree tree(ExplanationMessage.Tree message) {
        return new TopologyExplanation.Tree(
                message.getComponent(),
                message.getTask(),
                message.getRoot(),
                message.getAgeMs(),
                message.getHeldByList().stream()
                        .map(holder -> new TopologyExplanation.Holder(
                                holder.getComponent(),
                                Collections.unmodifiableList(holder.getTasksList()),
                                holder.getHost(),
                                holder.getPort(),
                                holder.getCertain(),
                                holder.getText()))
                        .toList());
    }

    private static ExplanationMessage.Queue queue(TopologyExplanation.Queue queue) {
        return ExplanationMessage.Queue.newBuilder()
                .setComponent(queue.component())
                .addAllTasks(queue.tasks())
                .setHost(queue.host())
                .setPort(queue.port())
                .setInboxTuples(queue.inboxTuples())
                .setOutboxTuples(queue.outboxTuples())
                .setUnackedTuples(queue.unackedTuples())
                .setCallsPerSecond(queue.callsPerSecond())
                .setInCall(queue.inCall())
                .build();
    }

    private static TopologyExplanation.Queue queue(ExplanationMessage.Queue message) {
        return new TopologyExplanation.Queue(
                message.getComponent(),
                Collections.unmodifiableList(message.getTasksList()),
                message.getHost(),
                message.getPort(),
                message.getInboxTuples(),
                message.getOutboxTuples(),
                message.getUnackedTuples(),
                message.getCallsPerSecond(),
                message.getInCall());
    }

    private static ExplanationMessage.Call call(TopologyExplanation.Call call) {
        return ExplanationMessage.Call.newBuilder()
                .setComponent(call.component())
                .setTask(call.task())
                .setHost(call.host())
                .setPort(call.port())
                .setMethod(call.method())
                .setPlace(call.place())
                .setForMs(call.forMs())
                .setStack(call.stack())
                .build();
    }

    private static TopologyExplanation.Call call(ExplanationMessage.Call message) {
        return new TopologyExplanation.Call(
                message.getComponent(),
                message.getTask(),
                message.getHost(),
                message.getPort(),
                message.getMethod(),
                message.getPlace(),
                message.getForMs(),
                message.getStack());
    }
}
