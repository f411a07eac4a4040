/** The one account of the installation under test. */
export const PERSON = { email: "ada@example.com", password: "correct horse battery" };
export const SESSION_FILE = "test-results/.session.json";
