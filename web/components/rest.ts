/** What `late.ts` fetches. */
export { LensControls } from './controls/LensControls';
export { PictureSwitch } from './controls/PictureSwitch';
export { PhotoSheet } from './photos/PhotoSheet';
export { CanSee } from './results/CanSee';
export { LiveResults } from './results/LiveResults';
export { AccessSheet } from './sheets/AccessSheet';
export { InstallHint } from './status/InstallHint';
export { RouteCorner } from './status/RouteCorner';
export { TroubleCard } from './status/TroubleCard';
export { UpdateToast } from './status/UpdateToast';
export { FrozenPicture } from './viewfinder/FrozenPicture';
export { LensGestures } from './viewfinder/LensGestures';
export { WorkflowPicture } from './viewfinder/WorkflowPicture';
