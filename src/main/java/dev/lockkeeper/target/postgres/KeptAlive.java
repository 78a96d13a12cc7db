package dev.lockkeeper.target.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets whose keep-alive finds a dead peer within a minute. The system's own default is two hours, for which a lost index build would
 * be waited for. The driver makes one by its name.
 */
public final class KeptAlive extends SocketFactory {

    static final int IDLE_SECONDS = 30;
    static final int INTERVAL_SECONDS = 10;
    static final int COUNT = 3;

    @Override
    public Socket createSocket() throws IOException {
        return kept(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return kept(new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return kept(new Socket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return kept(new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return kept(new Socket(host, port, local, localPort));
    }

    private static Socket kept(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        where(socket, ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
        where(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS);
        where(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, COUNT);
        return socket;
    }

    /** Not every system has them. */
    private static void where(Socket socket, SocketOption<Integer> option, int value) throws IOException {
        if (socket.supportedOptions().contains(option)) {
            socket.setOption(option, value);
        }
    }
}
