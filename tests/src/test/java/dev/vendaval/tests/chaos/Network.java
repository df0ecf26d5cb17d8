package dev.vendaval.tests.chaos;

import java.io.IOException;
import java.util.List;

/**
 * Hosts as network namespaces around one that routes, in which a direction between two of them can be cut so that packets
 * vanish without a word. Needs root. Used by the thread of the test; closing removes all of it.
 *
 * <pre>
 * this machine --+
 *      control --+-- router --+-- host 1
 *                             +-- host 2 ...
 * </pre>
 */
final class Network implements AutoCloseable {
    private static final int CONTROL = 0;
    private static final int MACHINE = 100;
    private static final String CUT_PRIORITY = "100";
    private static final int SUBNETS = 128;

    private final String name = "vdv" + ProcessHandle.current().pid();
    private final String net = "10." + (SUBNETS / 2 + ProcessHandle.current().pid() % SUBNETS);
    private final int hosts;

    private Network(int hosts) {
        this.hosts = hosts;
    }

    static boolean isPermitted() {
        return Shell.succeeds("unshare", "-n", "true") && Shell.succeeds("ip", "netns", "list");
    }

    static Network create(int hosts) throws IOException {
        Network network = new Network(hosts);
        try {
            network.build();
            return network;
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private void build() throws IOException {
        run("ip netns add " + router());
        Shell.run("ip", "netns", "exec", router(), "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        inside(router(), "ip link set lo up");
        for (int host = CONTROL; host <= hosts; host++) {
            String namespace = namespace(host);
            run("ip netns add " + namespace);
            inside(namespace, "ip link set lo up");
            run("ip link add outside netns " + namespace + " type veth peer name to" + host + " netns " + router());
            inside(namespace, "ip address add " + address(host) + "/24 dev outside");
            inside(namespace, "ip link set outside up");
            gateway(host);
            // No default route: a name server that is out of reach is to fail at once, not after seconds.
            inside(namespace, "ip route add " + net + ".0.0/16 via " + gatewayAddress(host));
        }
        run("ip link add " + name + " type veth peer name to" + MACHINE + " netns " + router());
        run("ip address add " + address(MACHINE) + "/24 dev " + name);
        run("ip link set " + name + " up");
        gateway(MACHINE);
        run("ip route add " + net + ".0.0/16 via " + gatewayAddress(MACHINE));
    }

    private void gateway(int host) throws IOException {
        inside(router(), "ip address add " + gatewayAddress(host) + "/24 dev to" + host);
        inside(router(), "ip link set to" + host + " up");
    }

    private static void inside(String namespace, String command) throws IOException {
        run("ip netns exec " + namespace + " " + command);
    }

    private static void run(String command) throws IOException {
        Shell.run(command.split(" "));
    }

    private static List<String> prefix(String namespace) {
        return List.of("ip", "netns", "exec", namespace);
    }

    private String router() {
        return name + "r";
    }

    private String namespace(int host) {
        return name + "h" + host;
    }

    private String address(int host) {
        return net + "." + host + ".2";
    }

    private String gatewayAddress(int host) {
        return net + "." + host + ".1";
    }

    /** Where ZooKeeper and Nimbus are. */
    Place control() {
        return host(CONTROL);
    }

    /** Number from 1. */
    Place host(int number) {
        return new Place(address(number), prefix(namespace(number)));
    }

    /** From now on what the first sends to the second vanishes. */
    void cut(Place from, Place to) throws IOException {
        rule("add", from, to);
    }

    void heal(Place from, Place to) throws IOException {
        rule("del", from, to);
    }

    private void rule(String change, Place from, Place to) throws IOException {
        inside(
                router(),
                "ip rule %s from %s to %s blackhole priority %s"
                        .formatted(change, from.address(), to.address(), CUT_PRIORITY));
    }

    @Override
    public void close() {
        for (int host = CONTROL; host <= hosts; host++) {
            Shell.succeeds("ip", "netns", "del", namespace(host));
        }
        Shell.succeeds("ip", "netns", "del", router());
        Shell.succeeds("ip", "link", "del", name);
    }
}
