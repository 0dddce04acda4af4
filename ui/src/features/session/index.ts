export { InviteScreen } from './InviteScreen';
export { SetUpScreen } from './SetUpScreen';
export { SignInScreen } from './SignInScreen';
