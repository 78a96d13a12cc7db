package dev.lockkeeper.target;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import jdk.net.ExtendedSocketOptions;

/**
 * For the dialects: keep-alive that finds a dead peer within a minute. The system's own default is two hours, for which a lost index build
 * would be waited for.
 */
public final class KeepAlive {

    public static final int IDLE_SECONDS = 30;
    public static final int INTERVAL_SECONDS = 10;
    public static final int COUNT = 3;

    private KeepAlive() {}

    /** @return the same socket */
    public static Socket of(Socket socket) throws IOException {
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
