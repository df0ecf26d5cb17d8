package dev.vendaval.protocol.zookeeper;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.vendaval.protocol.proto.AssignmentMessage;
import dev.vendaval.protocol.proto.DefinitionMessage;
import dev.vendaval.protocol.proto.DrainedMessage;
import dev.vendaval.protocol.proto.LeaderEpochMessage;
import dev.vendaval.protocol.proto.NameMessage;
import dev.vendaval.protocol.proto.NimbusMessage;
import dev.vendaval.protocol.proto.StateMessage;
import dev.vendaval.protocol.proto.SupervisorMessage;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.protocol.wire.Schema;
import dev.vendaval.protocol.wire.StateWire;
import dev.vendaval.protocol.wire.TopologyWire;
import dev.vendaval.protocol.wire.WireFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The bytes of the nodes: protobuf messages, each with its schema number; definitions are deflated. */
final class Records {
    /** ZooKeeper takes 1 MiB a request by default, which also holds the other records of the submit. */
    private static final int MAXIMUM_DEFINITION_BYTES = 900 << 10;
    /** Far above what deflates to the maximum in practice; keeps a broken record from filling the heap. */
    private static final int MAXIMUM_INFLATED_BYTES = 256 << 20;

    private Records() {}

    static byte[] definition(TopologyDefinition definition) {
        byte[] deflated = deflated(TopologyWire.definition(definition));
        if (deflated.length > MAXIMUM_DEFINITION_BYTES) {
            throw new ClusterStateException.TooLarge("the definition of topology " + definition.name() + " takes "
                    + (deflated.length >> 10) + " KiB compressed, at most " + (MAXIMUM_DEFINITION_BYTES >> 10)
                    + " KiB can be kept: do not hold data in the fields of components, load it in open or prepare");
        }
        return deflated;
    }

    private static byte[] deflated(MessageLite message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            message.writeTo(deflater);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes all bytes", e);
        }
        return bytes.toByteArray();
    }

    static TopologyDefinition definition(byte[] bytes) {
        try (InflaterInputStream inflater = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            byte[] inflated = inflater.readNBytes(MAXIMUM_INFLATED_BYTES);
            return TopologyWire.definition(parsed(DefinitionMessage.parser(), inflated));
        } catch (IOException e) {
            throw new WireFormatException("a definition cannot be inflated", e);
        }
    }

    private static <M> M parsed(Parser<M> parser, byte[] bytes) {
        try {
            return parser.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new WireFormatException("a record in ZooKeeper is not one of Vendaval's", e);
        }
    }

    static byte[] state(TopologyState state) {
        return StateWire.state(state).toByteArray();
    }

    static TopologyState state(byte[] bytes) {
        return StateWire.state(parsed(StateMessage.parser(), bytes));
    }

    static byte[] placement(Placement placement) {
        return StateWire.placement(placement).toByteArray();
    }

    static Placement placement(byte[] bytes) {
        return StateWire.placement(parsed(AssignmentMessage.parser(), bytes));
    }

    static byte[] supervisor(SupervisorRecord supervisor) {
        return StateWire.supervisor(supervisor).toByteArray();
    }

    static SupervisorRecord supervisor(byte[] bytes) {
        return StateWire.supervisor(parsed(SupervisorMessage.parser(), bytes));
    }

    static byte[] drainedHost(String host) {
        return StateWire.drainedHost(host).toByteArray();
    }

    static String drainedHost(byte[] bytes) {
        return StateWire.drainedHost(parsed(DrainedMessage.parser(), bytes));
    }

    static byte[] nimbus(NimbusRecord nimbus) {
        return StateWire.nimbus(nimbus).toByteArray();
    }

    static NimbusRecord nimbus(byte[] bytes) {
        return StateWire.nimbus(parsed(NimbusMessage.parser(), bytes));
    }

    /** Who has a topology name. */
    record Name(String topologyId, String submitId) {}

    static byte[] name(TopologyDefinition definition) {
        return NameMessage.newBuilder()
                .setSchema(Schema.NUMBER)
                .setTopologyId(definition.id())
                .setSubmitId(definition.submitId())
                .build()
                .toByteArray();
    }

    static Name name(byte[] bytes) {
        NameMessage message = parsed(NameMessage.parser(), bytes);
        return new Name(message.getTopologyId(), message.getSubmitId());
    }

    static byte[] leaderEpoch(long number, NimbusRecord leader) {
        return LeaderEpochMessage.newBuilder()
                .setSchema(Schema.NUMBER)
                .setNumber(number)
                .setLeader(StateWire.nimbus(leader))
                .build()
                .toByteArray();
    }

    static byte[] noLeaderEpoch() {
        return LeaderEpochMessage.newBuilder().setSchema(Schema.NUMBER).build().toByteArray();
    }

    static Optional<NimbusRecord> leader(byte[] bytes) {
        LeaderEpochMessage message = parsed(LeaderEpochMessage.parser(), bytes);
        return message.hasLeader() ? Optional.of(StateWire.nimbus(message.getLeader())) : Optional.empty();
    }
}
