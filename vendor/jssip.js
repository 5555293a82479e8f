// What the phone in the browser takes from JsSIP, as the global JsSIP.
export { UA, WebSocketInterface } from "jssip";
