package dev.vendaval.api;

import java.util.ArrayList;
import java.util.List;

/** Collects what one component declares. */
final class DeclaredStreams implements OutputFieldsDeclarer {
    private final String componentId;
    private final List<StreamDefinition> streams = new ArrayList<>();

    private DeclaredStreams(String componentId) {
        this.componentId = componentId;
    }

    /** The streams a component declares; what its code throws is refused with the component's name. */
    static List<StreamDefinition> of(String componentId, Component component) {
        DeclaredStreams declared = new DeclaredStreams(componentId);
        try {
            component.declareOutputFields(declared);
        } catch (SubmitException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SubmitException(
                    SubmitException.Code.INVALID_TOPOLOGY,
                    "component '" + componentId + "': declareOutputFields threw " + e,
                    "the stack below shows where",
                    e);
        }
        return declared.streams;
    }

    @Override
    public void declareStream(String streamId, boolean direct, Fields fields) {
        IdRule.checkStream(componentId, streamId);
        if (streams.stream().anyMatch(stream -> stream.id().equals(streamId))) {
            throw twice(componentId, streamId);
        }
        streams.add(new StreamDefinition(streamId, fields, direct));
    }

    static SubmitException twice(String componentId, String streamId) {
        return SubmitException.invalid(
                "component '" + componentId + "': stream '" + streamId + "' is declared twice",
                "each stream is declared once; a second one needs an id of its own (declareStream)");
    }
}
